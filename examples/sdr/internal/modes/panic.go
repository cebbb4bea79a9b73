package modes

import "fmt"

func panicf(format string, args ...any) { panic("modes: " + fmt.Sprintf(format, args...)) }
