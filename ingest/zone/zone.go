// Package zone knows the clocks of the world: what the IANA's names of zones mean.
package zone

import (
	"fmt"
	"time"
	_ "time/tzdata" // the machine may have no zones
)

// Load returns a zone by its name in the IANA's list: Asia/Shanghai, UTC. The zone of the
// machine is none of them.
func Load(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("unknown time zone %q", name)
	}
	return time.LoadLocation(name)
}
