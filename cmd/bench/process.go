package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// usage is what a process took.
type usage struct {
	wall, cpu time.Duration
	memory    int64 // peak resident, bytes
	disk      int64 // bytes that it left
}

// minus is what was taken after a part.
func (u usage) minus(part usage) usage {
	return usage{u.wall - part.wall, u.cpu - part.cpu, u.memory, u.disk}
}

// plus is what two processes take, one after the other.
func (u usage) plus(v usage) usage {
	return usage{u.wall + v.wall, u.cpu + v.cpu, max(u.memory, v.memory), max(u.disk, v.disk)}
}

// best keeps the least of each.
func (u usage) best(v usage) usage {
	if u == (usage{}) {
		return v
	}
	return usage{min(u.wall, v.wall), min(u.cpu, v.cpu), min(u.memory, v.memory), min(u.disk, v.disk)}
}

// measure runs a program. part is what it had taken when it printed the first line that holds mark.
func measure(ctx context.Context, mark string, program string, args ...string) (whole, part usage, err error) {
	cmd := exec.CommandContext(ctx, program, args...)
	var messages strings.Builder
	cmd.Stderr = &messages
	out, err := cmd.StdoutPipe()
	if err != nil {
		return whole, part, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return whole, part, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if part == (usage{}) && mark != "" && strings.Contains(lines.Text(), mark) {
			part = usage{wall: time.Since(start), cpu: cpuOf(cmd.Process.Pid)}
		}
	}
	if err := cmd.Wait(); err != nil {
		return whole, part, fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, messages.String())
	}
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return usage{wall: time.Since(start), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), memory: used.Maxrss * 1024}, part, nil
}

// cpuOf is the CPU time that a running process has taken: fields 14 and 15 of its stat, in hundredths of a second.
func cpuOf(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0 // not Linux
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}
