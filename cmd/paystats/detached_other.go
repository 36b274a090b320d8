//go:build !unix

package main

import (
	"os"
	"syscall"
)

func detached() *syscall.SysProcAttr { return nil }

func endGroup(p *os.Process) error { return p.Kill() }
