// Package rounds measures cases in turn, A B C A B C, several times over, and
// prints ratios made within a round.
package rounds
