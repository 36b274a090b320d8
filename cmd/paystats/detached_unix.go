//go:build unix

package main

import (
	"os"
	"syscall"
)

// detached makes a process a group of its own: Ctrl-C, which ends a watch, is not to end the
// browser that it opened.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// endGroup asks a detached process, and those that it started, to end.
func endGroup(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGTERM) }
