module github.com/seed-ff569660/seamless/bench

go 1.26.0

require (
	github.com/puzpuzpuz/xsync/v4 v4.5.0
	github.com/seed-ff569660/seamless v0.0.0
	github.com/smallnest/ringbuffer v0.0.0-20250317021400-0da97b586904
	golang.org/x/sys v0.49.0
	gonum.org/v1/gonum v0.17.0
)

require github.com/sourcegraph/conc v0.3.0 // indirect

replace github.com/seed-ff569660/seamless => ..
