package rtltcp_test

import (
	"fmt"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

// TestClientsOfTheField replays what other programs sent as clients, cut in
// every way into two.
func TestClientsOfTheField(t *testing.T) {
	for _, c := range []struct{ log, want string }{
		{"rtl_433_as_rtl_tcp_client.log", "[rate 1000000 gain mode 0 frequency 433920000]"},
		{"gr-osmosdr_as_rtl_tcp_client.log", "[gain mode 1 AGC 0 direct sampling 0 offset tuning 0 bias tee 0 rate 1000000 frequency 433920000 tuner gain 297]"},
	} {
		t.Run(c.log, func(t *testing.T) {
			text, err := os.ReadFile(dataDir + "interop/" + c.log)
			if err != nil {
				t.Skip("no log to replay: ", err)
			}
			var wire []byte
			for line := range strings.Lines(string(text)) {
				var at float64
				var op uint8
				var arg, again uint32
				if n, _ := fmt.Sscanf(line, "%f cmd 0x%x arg %d (0x%x)", &at, &op, &arg, &again); n == 4 && arg == again {
					wire = rtltcp.Command{Op: rtltcp.Op(op), Arg: arg}.Append(wire)
				}
			}
			got := make(chan rtltcp.Command, len(wire))
			_, addr := serve(t, newStream(t, 1), rtltcp.WithCommands(func(_ net.Addr, c rtltcp.Command) { got <- c }))
			for cut := range wire {
				conn := connect(t, addr)
				for _, part := range [][]byte{wire[:cut], wire[cut:]} {
					if _, err := conn.Write(part); err != nil {
						t.Fatal(err)
					}
				}
				var all []rtltcp.Command
				for range len(wire) / 5 {
					all = append(all, <-got)
				}
				if fmt.Sprint(all) != c.want {
					t.Fatalf("cut at %d: %v, want %s", cut, all, c.want)
				}
				conn.Close()
			}
		})
	}
}
