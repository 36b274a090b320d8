//go:build !linux

package output

// swap puts the folder fresh in the place of dir.
func swap(fresh, dir string) error { return swapInTwoSteps(fresh, dir) }
