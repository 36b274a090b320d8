// Package reports embeds the pages and themes of the workspace that is built into the
// program.
package reports

import "embed"

// Files holds pages/<page>.md and themes/<theme>.yaml, as in a workspace's folder
// reports/.
//
//go:embed pages themes/*.yaml
var Files embed.FS
