package rtltcp_test

import (
	"context"
	"fmt"
	"net"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

// A receiver that others may listen to, and one who does.
func Example() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()

	stream, err := circular.New[[2]uint8](1 << 20)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer stream.Close()
	tuned := make(chan rtltcp.Command, 100)
	server := rtltcp.NewServer(stream, rtltcp.WithCommands(func(_ net.Addr, c rtltcp.Command) { tuned <- c }))
	listener, err := rtltcp.Listen("127.0.0.1:0") // "" is 127.0.0.1:1234, where clients look first
	if err != nil {
		fmt.Println(err)
		return
	}
	go server.Serve(ctx, listener)

	client, err := rtltcp.Dial(ctx, listener.Addr().String(), rtltcp.Settings{Frequency: 93.1e6, Rate: 2.048e6, Gain: rtltcp.DB(29.7)})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	fmt.Println(client.Greeting())
	for c := range tuned {
		fmt.Println(c)
		if c.Op == rtltcp.Frequency {
			break
		}
	}

	space, _ := stream.Slice(ctx, 2)
	space[0], space[1] = [2]uint8{0, 255}, [2]uint8{255, 0}
	stream.Produce(2)

	samples := make([]complex64, 2)
	for got := 0; got < len(samples); {
		n, err := client.Read(ctx, samples[got:])
		if err != nil {
			fmt.Println(err)
			return
		}
		got += n
	}
	fmt.Println(samples)
	// Output:
	// {R820T 29}
	// rate 2048000
	// ppm 0
	// gain mode 1
	// tuner gain 297
	// AGC 0
	// direct sampling 0
	// offset tuning 0
	// bias tee 0
	// frequency 93100000
	// [(-1+1i) (1-1i)]
}
