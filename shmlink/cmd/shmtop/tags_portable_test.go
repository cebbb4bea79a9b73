//go:build portable

package main

// tags is what the program is built with as its test is.
const tags = "portable"
