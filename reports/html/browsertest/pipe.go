package browsertest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// pipe speaks the DevTools protocol with one Chromium over two file descriptors:
// JSON messages, each ended by a zero byte. No port is opened.
type pipe struct {
	cmd *exec.Cmd
	out io.Writer
	dir string // profile folder

	mu      sync.Mutex
	next    int
	waiting map[int]chan message
	events  map[string]func(method string, params json.RawMessage) // by session
	dead    error
}

type message struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// answerTime is how long one command may take.
const answerTime = 30 * time.Second

// flags keep Chromium quiet: no window, no profile of the user's, no network of its own.
var flags = []string{
	"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-default-apps", "--disable-breakpad", "--no-proxy-server",
	"--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars", "--force-color-profile=srgb", "--remote-debugging-pipe",
}

// startPipe runs a browser with a fresh profile.
func startPipe(binary string) (*pipe, error) {
	dir, err := os.MkdirTemp("", "paystats-browser-")
	if err != nil {
		return nil, err
	}
	theirIn, ourOut, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	ourIn, theirOut, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(binary, append(flags, "--user-data-dir="+dir, "about:blank")...)
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // descriptors 3 and 4
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	theirIn.Close()
	theirOut.Close()
	p := &pipe{cmd: cmd, out: ourOut, dir: dir, waiting: map[int]chan message{}, events: map[string]func(string, json.RawMessage){}}
	go p.read(ourIn)
	return p, nil
}

// read hands out answers and events until the browser goes away.
func (p *pipe) read(in io.Reader) {
	r := bufio.NewReaderSize(in, 1<<16)
	for {
		line, err := r.ReadBytes(0)
		if err != nil {
			p.fail(fmt.Errorf("browser went away: %w", err))
			return
		}
		var m message
		if err := json.Unmarshal(line[:len(line)-1], &m); err != nil {
			p.fail(fmt.Errorf("browser's answer: %w", err))
			return
		}
		p.mu.Lock()
		answer, event := p.waiting[m.ID], p.events[m.Session]
		delete(p.waiting, m.ID)
		p.mu.Unlock()
		switch {
		case answer != nil:
			answer <- m
		case m.Method != "" && event != nil:
			event(m.Method, m.Params)
		}
	}
}

// fail ends every call that waits.
func (p *pipe) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead = err
	for id, c := range p.waiting {
		delete(p.waiting, id)
		close(c)
	}
}

// call sends a command and decodes its answer into result, which may be nil.
func (p *pipe) call(session, method string, params, result any) error {
	raw, err := json.Marshal(params)
	if err != nil {
		return err
	}
	answer := make(chan message, 1)
	p.mu.Lock()
	if p.dead != nil {
		p.mu.Unlock()
		return p.dead
	}
	p.next++
	m := message{ID: p.next, Session: session, Method: method, Params: raw}
	p.waiting[m.ID] = answer
	line, err := json.Marshal(m)
	if err == nil {
		_, err = p.out.Write(append(line, 0))
	}
	p.mu.Unlock()
	if err != nil {
		return err
	}
	select {
	case got, ok := <-answer:
		switch {
		case !ok:
			return fmt.Errorf("%s: %w", method, p.dead)
		case got.Error != nil:
			return fmt.Errorf("%s: %s", method, got.Error.Message)
		case result == nil:
			return nil
		}
		return json.Unmarshal(got.Result, result)
	case <-time.After(answerTime):
		return fmt.Errorf("%s: no answer within %v", method, answerTime)
	}
}

// listen sets who hears a session's events.
func (p *pipe) listen(session string, f func(method string, params json.RawMessage)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.events[session] = f
}

// close ends the browser and its children and removes the profile.
func (p *pipe) close() {
	done := make(chan struct{})
	go func() { p.cmd.Wait(); close(done) }()
	go p.call("", "Browser.close", struct{}{}, nil)
	select {
	case <-done:
	case <-time.After(5 * time.Second):
	}
	// The group: helpers may outlive the browser and would write into the profile.
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-done
	for range 20 {
		if os.RemoveAll(p.dir) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}
