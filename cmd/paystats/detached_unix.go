//go:build unix

package main

import "syscall"

// detached keeps Ctrl-C, which ends a watch, from ending the browser that it opened.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
