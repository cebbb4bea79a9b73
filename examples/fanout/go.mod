module github.com/seed-ff569660/seamless/examples/fanout

go 1.26.0

require github.com/seed-ff569660/seamless v0.0.0

replace github.com/seed-ff569660/seamless => ../..
