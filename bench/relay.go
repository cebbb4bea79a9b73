package bench

// relay runs produce and one consume per reader, each in a goroutine of its
// own, and checks that every reader's sum is the one wanted. It returns at the
// first error and leaves the others behind, who may wait for good: there is
// nothing to measure any more.
func relay(readers int, want float64, produce func() error, consume func(reader int) (float64, error)) error {
	done := make(chan error, readers+1)
	for i := range readers {
		go func() {
			got, err := consume(i)
			if err == nil && got != want {
				err = wrong(got, want)
			}
			done <- err
		}()
	}
	go func() { done <- produce() }()
	for range readers + 1 {
		if err := <-done; err != nil {
			return err
		}
	}
	return nil
}
