package main

import (
	"os/exec"
	"runtime"
)

// open shows a file in the browser: that of the environment variable BROWSER, or the
// system's. It does not wait for it.
func (a *app) open(file string) {
	command := []string{"xdg-open"}
	switch browser := a.getenv("BROWSER"); {
	case browser != "":
		command = []string{browser}
	case runtime.GOOS == "darwin":
		command = []string{"open"}
	case runtime.GOOS == "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	c := exec.Command(command[0], append(command[1:], file)...)
	c.SysProcAttr = detached()
	if err := c.Start(); err != nil {
		a.note(map[string]any{"warning": "no browser", "error": err.Error()}, "cannot open the browser (%v); open %s yourself, or set BROWSER", err, file)
		return
	}
	go c.Wait() // so that it leaves no zombie; how it ends is its own affair
}
