//go:build !linux

package fence

import "errors"

func canAll() bool { return false }

func all() error { return errors.ErrUnsupported }
