//go:build linux

package cross

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync/atomic"
	"time"

	"github.com/seed-ff569660/seamless/bench"
)

// patience is how long the processes of a case may take for an order.
const patience = 2 * time.Minute

// process is one of those that do a case.
type process struct {
	cmd *exec.Cmd
	to  io.WriteCloser
	in  *json.Encoder
	out *json.Decoder
}

// group is all processes of a case, the writer first.
type group struct {
	all   []*process
	clock func([]report) time.Duration
	took  time.Duration
	last  []report
	items int
	per   int // items of an operation
}

var names atomic.Uint32

// start starts the processes of a case: the writer, which is ready before the
// readers begin, and so many others.
func start(j job, others, per int, clock func([]report) time.Duration) (g *group, err error) {
	all := &group{clock: clock, per: per}
	defer func() {
		if err != nil {
			all.close()
		}
	}()
	cores, err := processors()
	if err != nil {
		return nil, err
	}
	j.Name = fmt.Sprintf("@seamless-cross-%d-%d", os.Getpid(), names.Add(1))
	wires := make([]wire, others)
	var here []*os.File
	for i := range wires {
		if wires[i], err = newWire(j.Peer); err != nil {
			return nil, err
		}
		defer wires[i].close()
		here = append(here, wires[i].here...)
	}
	j.Reader, j.Core = -1, place(cores, 0)
	if err := all.add(j, here); err != nil {
		return nil, err
	}
	if _, err := all.await(); err != nil {
		return nil, err
	}
	for i := range wires {
		j.Reader, j.Core = i, place(cores, i+1)
		if err := all.add(j, wires[i].there); err != nil {
			return nil, err
		}
	}
	for _, p := range all.all[1:] {
		if _, err := p.report(); err != nil {
			return nil, err
		}
	}
	return all, all.order(order{Meet: true})
}

// place returns the processor of process i. The first is the writer's alone for
// as long as there are others.
func place(cores []int, i int) int { return cores[i%len(cores)] }

// add starts one process.
func (g *group) add(j job, files []*os.File) error {
	text, err := json.Marshal(j)
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	p := &process{cmd: exec.Command(program)}
	p.cmd.Env = append(os.Environ(), variable+"="+string(text))
	p.cmd.ExtraFiles = files
	p.cmd.Stderr = os.Stderr
	if p.to, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	from, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	p.in, p.out = json.NewEncoder(p.to), json.NewDecoder(from)
	if err := p.cmd.Start(); err != nil {
		return err
	}
	g.all = append(g.all, p)
	return nil
}

// report returns what the process says next.
func (p *process) report() (r report, err error) {
	if err := p.out.Decode(&r); err != nil {
		return r, fmt.Errorf("a process has ended: %w", err)
	}
	if r.Err != "" {
		return r, errors.New(r.Err)
	}
	return r, nil
}

// order has all processes do something, the readers first, and notes what they
// say. After the first that fails, or too long a time, all are killed.
func (g *group) order(o order) error {
	for i := len(g.all) - 1; i >= 0; i-- {
		if err := g.all[i].in.Encode(o); err != nil {
			return err
		}
	}
	var err error
	g.last, err = g.await()
	return err
}

func (g *group) await() ([]report, error) {
	timer := time.AfterFunc(patience, g.kill)
	defer timer.Stop()
	reports := make([]report, len(g.all))
	failed := make(chan error, len(g.all))
	for i, p := range g.all {
		go func() {
			r, err := p.report()
			reports[i] = r
			failed <- err
		}()
	}
	var first error
	for range g.all {
		if err := <-failed; err != nil && first == nil {
			first = err
			g.kill()
		}
	}
	return reports, first
}

func (g *group) kill() {
	for _, p := range g.all {
		_ = p.cmd.Process.Kill()
	}
}

// close ends the processes, the readers first.
func (g *group) close() {
	timer := time.AfterFunc(patience, g.kill)
	defer timer.Stop()
	for i := len(g.all) - 1; i >= 0; i-- {
		_ = g.all[i].to.Close()
		_ = g.all[i].cmd.Wait()
	}
}

// subject is the group as something to be measured.
func (g *group) subject() *bench.Subject {
	s := &bench.Subject{
		Run: func(ops int) error {
			if err := g.order(order{Ops: ops}); err != nil {
				return err
			}
			g.items += ops * g.per
			g.took += g.clock(g.last)
			return nil
		},
		Close: g.close,
		Clock: func() time.Duration { return g.took },
	}
	return s
}

// counts returns what the ends have counted.
func (g *group) counts() (c bench.Counts) {
	c.Items = uint64(g.items)
	for _, r := range g.last {
		c.Waits += r.Waits
		c.Wakes += r.Wakes
	}
	return c
}

// elapsed is from when the writer began until the last reader had everything.
func elapsed(all []report) time.Duration {
	end := int64(0)
	for _, r := range all {
		end = max(end, r.End)
	}
	return time.Duration(end - all[0].Start)
}

// writers is how long the writer took.
func writers(all []report) time.Duration { return time.Duration(all[0].End - all[0].Start) }

// sum of what all have spent.
func total(all []report) (d time.Duration) {
	for _, r := range all {
		d += time.Duration(r.Spent)
	}
	return d
}
