package transform

import "embed"

// Files holds models/<model>.sql, as in a workspace's folder transform/.
//
//go:embed models
var Files embed.FS
