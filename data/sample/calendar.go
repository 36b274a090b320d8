package sample

import (
	"fmt"
	"math"
	"time"
)

// The span of a sample: two years, in UTC.
var (
	spanStart = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	spanEnd   = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
)

const (
	spanHours = 17_544 // 731 days
	dayNoise  = 0.05   // the standard deviation of a day's orders about what rhythm and events say, as a fraction
	midnight  = 3.0    // by how much more the first hour of a midnight event is, a factor
)

// event changes the orders of local days by a factor.
type event struct {
	date     string // the first day
	days     int
	factor   float64
	midnight bool // people wait for it
}

// Festivals as the calendars have them: New Year on 2023-01-22 and 2024-02-10, Diwali on
// 2023-11-12 and 2024-10-31. Where two events overlap, their factors multiply.
var (
	chinaEvents = []event{
		{"2023-01-21", 7, 0.55, false}, {"2024-02-09", 8, 0.55, false},
		{"2023-06-16", 5, 1.4, false}, {"2023-06-18", 1, 2.1, true}, {"2024-06-16", 5, 1.4, false}, {"2024-06-18", 1, 2.1, true},
		{"2023-11-09", 4, 1.5, false}, {"2023-11-11", 1, 2.8, true}, {"2024-11-09", 4, 1.5, false}, {"2024-11-11", 1, 2.8, true},
	}
	indiaEvents   = []event{{"2023-11-08", 5, 1.7, false}, {"2023-11-12", 1, 1.3, false}, {"2024-10-27", 5, 1.7, false}, {"2024-10-31", 1, 1.3, false}}
	americaEvents = []event{{"2023-11-24", 4, 1.9, false}, {"2024-11-29", 4, 1.9, false}, {"2023-12-25", 1, 0.5, false}, {"2024-12-25", 1, 0.5, false}}
	europeEvents  = []event{{"2023-11-24", 4, 1.5, false}, {"2024-11-29", 4, 1.5, false}, {"2023-12-25", 2, 0.4, false}, {"2024-12-25", 2, 0.4, false}}
)

// calendar says when orders are made, hour by hour of the span.
type calendar struct {
	offsets [][]int32   // by market and hour: local clock minus UTC, in seconds
	load    [][]float64 // by market and hour: how many times the orders of an ordinary day
	markets [][]float64 // by hour: running totals of the markets' orders
	totals  []float64   // by hour: the part of all orders that was made before it; one more at the end
}

// newCalendar computes the calendar; the noise of days comes from the seed.
func newCalendar(seed uint64) (*calendar, error) {
	c := &calendar{markets: make([][]float64, spanHours), totals: make([]float64, spanHours+1)}
	for h := range c.markets {
		c.markets[h] = make([]float64, len(markets))
	}
	for m := range markets {
		if err := c.add(m, seed); err != nil {
			return nil, err
		}
	}
	made := 0.0
	for h, weights := range c.markets {
		c.totals[h] = made
		made += sum(weights)
		for m := range weights {
			if !c.spans(m, spanStart.Unix()+int64(h)*3600) {
				weights[m] = 0 // the others have what is made in the first and last hours
			}
		}
		c.markets[h] = running(weights)
	}
	for h := range c.totals {
		c.totals[h] /= made
	}
	c.totals[spanHours] = 1
	return c, nil
}

// add puts a market into the calendar.
func (c *calendar) add(m int, seed uint64) error {
	here := &markets[m]
	zone, err := time.LoadLocation(here.zone)
	if err != nil {
		return fmt.Errorf("zone of market %s: %w", here.area, err)
	}
	days, err := eventDays(here.events)
	if err != nil {
		return err
	}
	week, hours := sum(here.weekday[:])/7, sum(here.hours[:])
	offsets, load := make([]int32, spanHours), make([]float64, spanHours)
	for h := range spanHours {
		local := spanStart.Add(time.Duration(h) * time.Hour).In(zone)
		_, offset := local.Zone()
		offsets[h], load[h] = int32(offset), 1
		clock := local.Hour()
		if today, ok := days[local.Format(time.DateOnly)]; ok {
			load[h] = today.factor
			if today.midnight && clock == 0 {
				load[h] *= midnight
			}
		}
		trend := math.Pow(here.growth, float64(h)/(365.25*24))
		noise := newStream(seed, streamNoise, uint64(m), uint64(local.YearDay()), uint64(local.Year()))
		bump := 1 + dayNoise*normal(noise.uniform())
		c.markets[h][m] = here.weight * trend * load[h] * bump * here.weekday[local.Weekday()] / week * here.hours[clock] / hours
	}
	c.offsets, c.load = append(c.offsets, offsets), append(c.load, load)
	return nil
}

// local returns the clock of a market at a second of the span, as seconds like those of Unix.
func (c *calendar) local(market int, second int64) int64 {
	return second + int64(c.offsets[market][min((second-spanStart.Unix())/3600, spanHours-1)])
}

// spans reports whether a second lies in the span by the clock of a market too.
func (c *calendar) spans(market int, second int64) bool {
	local := c.local(market, second)
	return second < spanEnd.Unix() && spanStart.Unix() <= local && local < spanEnd.Unix()
}

// eventDays returns the events of each day that has some.
func eventDays(events []event) (map[string]event, error) {
	days := map[string]event{}
	for _, e := range events {
		first, err := time.Parse(time.DateOnly, e.date)
		if err != nil {
			return nil, err
		}
		for i := range e.days {
			date := first.AddDate(0, 0, i).Format(time.DateOnly)
			today, ok := days[date]
			if !ok {
				today.factor = 1
			}
			days[date] = event{factor: today.factor * e.factor, midnight: today.midnight || e.midnight}
		}
	}
	return days, nil
}

// at returns the hour in which the part of all orders is reached, and the second in it.
// The search begins at the hour from, which must not be later.
func (c *calendar) at(part float64, from int) (hour int, second int64) {
	for from < spanHours-1 && c.totals[from+1] <= part {
		from++
	}
	within := (part - c.totals[from]) / (c.totals[from+1] - c.totals[from])
	return from, min(int64(within*3600), 3599)
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// normal returns the quantile of the standard normal distribution, cut at 4 on both sides.
func normal(u float64) float64 {
	return max(-4, min(4, math.Sqrt2*math.Erfinv(2*u-1)))
}
