package transform

import "embed"

// Files holds models/<model>.sql and checks.yaml, as in a workspace's folder transform/.
//
//go:embed models checks.yaml
var Files embed.FS
