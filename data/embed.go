// Package data embeds the data of the workspace that is built into the program: the
// bundled datasets and the code lists.
package data

import "embed"

// Files holds sets/<dataset>/ and codelists/, as in a workspace's folder data/.
//
//go:embed sets codelists
var Files embed.FS
