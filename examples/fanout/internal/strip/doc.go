// Package strip shows an electrocardiogram as it comes: a [Strip] is drawn on a
// terminal in dots of Braille, [Plain] is a line a second for everything else.
package strip
