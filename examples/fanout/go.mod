module github.com/seed-ff569660/seamless/examples/fanout

go 1.26.0

require (
	github.com/seed-ff569660/seamless v0.0.0
	golang.org/x/term v0.47.0
)

require (
	github.com/sourcegraph/conc v0.3.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
)

replace github.com/seed-ff569660/seamless => ../..
