// Package themes embeds the themes that ship with the program. Reading one is
// the work of package theme.
package themes

import "embed"

// Files holds the themes, <name>.yaml.
//
//go:embed *.yaml
var Files embed.FS

// Default is the file of the house theme.
const Default = "default.yaml"
