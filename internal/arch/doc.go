// Package arch holds the import arrows of this module: an import goes down
// only. It has no code, only the test that fails when one goes up.
package arch
