package rtltcp

// The methods here send one setting each, see [Client.Send]. The protocol has
// no answers: whether and from which sample on the server does it is not told.
// What does not go into a command is ErrRange and not sent.

// SetFrequency tunes to a centre frequency in Hz, up to 4294967295.
func (c *Client) SetFrequency(hz float64) error { return c.set(whole(Frequency, hz)) }

// SetRate sets the samples per second, up to 4294967295.
func (c *Client) SetRate(hz float64) error { return c.set(whole(Rate, hz)) }

// SetGain sets the gain of the tuner, by hand or automatic.
func (c *Client) SetGain(g Gain) error { return c.set(g.commands()) }

// SetIFGain sets the gain of one stage after the tuner in dB, at most ±3276.
func (c *Client) SetIFGain(stage int, dB float64) error { return c.set(ifGain(stage, dB)) }

// SetPPM sets the correction of the frequency in parts per million.
func (c *Client) SetPPM(n int) error { return c.set(ppm(n)) }

// SetAGC switches the automatic gain in the digital part.
func (c *Client) SetAGC(on bool) error { return c.set(flag(AGC, on), nil) }

// SetDirectSampling bypasses the tuner: 0 no, 1 the I input, 2 the Q input.
func (c *Client) SetDirectSampling(mode int) error { return c.set(directSampling(mode)) }

// SetOffsetTuning switches tuning beside the frequency asked for, which keeps
// the direct-current peak out of the middle.
func (c *Client) SetOffsetTuning(on bool) error { return c.set(flag(OffsetTuning, on), nil) }

// SetBiasTee switches the supply for an amplifier at the antenna.
func (c *Client) SetBiasTee(on bool) error { return c.set(flag(BiasTee, on), nil) }

func (c *Client) set(commands []Command, err error) error {
	if err != nil {
		return err
	}
	return c.Send(commands...)
}
