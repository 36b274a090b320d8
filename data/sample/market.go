package sample

// A market is where a payer is: one currency, one zone, one habit.
type market struct {
	area, zone, currency string
	key                  string       // begins the ids of its users and merchants
	decimals             int          // of the currency
	price                float64      // what costs 1 US dollar costs so much in the currency
	weight               float64      // its part of all orders at the start
	growth               float64      // of its orders in a year, a factor
	weekday              [7]float64   // orders by local weekday from Sunday
	hours                *[24]float64 // orders by local hour
	channels             []float64    // weights, in the order of channelNames
	events               []event
	providers            []share
}

// share is a provider's part of a market's orders, changing evenly from start to end.
type share struct {
	provider   string
	start, end float64
}

// evening is a day of shopping at a phone, day one of shops and offices.
var (
	evening = [24]float64{22, 10, 5, 3, 3, 6, 15, 32, 50, 66, 76, 80, 84, 74, 66, 66, 68, 74, 86, 98, 108, 106, 84, 48}
	day     = [24]float64{8, 4, 3, 2, 3, 8, 22, 44, 66, 82, 92, 100, 110, 98, 90, 88, 94, 104, 100, 84, 66, 48, 30, 16}
)

var (
	flatWeek   = [7]float64{1.08, 0.97, 0.96, 0.96, 0.97, 1.00, 1.06}
	officeWeek = [7]float64{0.72, 0.98, 1.00, 1.02, 1.04, 1.18, 1.12}
	gulfWeek   = [7]float64{0.98, 0.97, 0.98, 1.00, 1.10, 0.92, 1.05}
)

// markets is invented, as is every number in it; only zones, currencies and dates of
// festivals are real.
var markets = []market{
	{area: "CN", zone: "Asia/Shanghai", currency: "CNY", key: "cn", decimals: 2, price: 3.5, weight: 46, growth: 1.15, weekday: flatWeek, hours: &evening,
		channels: []float64{38, 12, 22, 26, 0, 2}, events: chinaEvents,
		providers: []share{{"aster-pay", 0.52, 0.46}, {"birch-wallet", 0.38, 0.36}, {"cedar-pay", 0.08, 0.15}, {"delta-card", 0.02, 0.03}}},
	{area: "IN", zone: "Asia/Kolkata", currency: "INR", key: "in", decimals: 2, price: 22, weight: 28, growth: 1.45, weekday: flatWeek, hours: &evening,
		channels: []float64{44, 4, 0, 42, 8, 2}, events: indiaEvents,
		providers: []share{{"elm-wallet", 0.48, 0.45}, {"fern-pay", 0.34, 0.38}, {"garnet-card", 0.18, 0.17}}},
	{area: "US", zone: "America/New_York", currency: "USD", key: "ue", decimals: 2, price: 1, weight: 7, growth: 1.08, weekday: officeWeek, hours: &day,
		channels: []float64{30, 5, 0, 2, 38, 25}, events: americaEvents,
		providers: []share{{"harbor-card", 0.60, 0.54}, {"iris-wallet", 0.30, 0.33}, {"juniper-later", 0.10, 0.13}}},
	{area: "US", zone: "America/Los_Angeles", currency: "USD", key: "uw", decimals: 2, price: 1.05, weight: 4, growth: 1.10, weekday: officeWeek, hours: &day,
		channels: []float64{36, 5, 0, 2, 34, 23}, events: americaEvents,
		providers: []share{{"harbor-card", 0.55, 0.48}, {"iris-wallet", 0.35, 0.38}, {"juniper-later", 0.10, 0.14}}},
	{area: "DE", zone: "Europe/Berlin", currency: "EUR", key: "de", decimals: 2, price: 0.95, weight: 11, growth: 1.10, weekday: officeWeek, hours: &day,
		channels: []float64{22, 6, 0, 2, 42, 28}, events: europeEvents,
		providers: []share{{"kite-bank", 0.40, 0.36}, {"harbor-card", 0.35, 0.34}, {"iris-wallet", 0.25, 0.30}}},
	{area: "KW", zone: "Asia/Kuwait", currency: "KWD", key: "kw", decimals: 3, price: 0.28, weight: 4, growth: 1.20, weekday: gulfWeek, hours: &evening,
		channels: []float64{26, 4, 0, 4, 24, 42}, events: nil,
		providers: []share{{"lumen-card", 0.80, 0.74}, {"harbor-card", 0.20, 0.26}}},
}

var channelNames = []string{"app", "h5", "mini-program", "scan", "web", "in-store"}

// category is what a merchant sells: its orders' median in US dollars, the spread of their
// logarithm, and the part that is paid back.
type category struct {
	name           string
	weight         float64 // of merchants
	median, spread float64
	refunds        float64
}

var categories = []category{
	{"groceries", 22, 9, 0.8, 0.006},
	{"dining", 20, 6, 0.7, 0.004},
	{"fashion", 14, 24, 0.8, 0.045},
	{"electronics", 8, 95, 1.0, 0.025},
	{"travel", 8, 110, 1.0, 0.030},
	{"digital-goods", 12, 4, 0.9, 0.006},
	{"utilities", 8, 26, 0.6, 0.002},
	{"health", 8, 16, 0.8, 0.008},
}

// merchantCategory returns what a merchant sells.
func merchantCategory(market int, merchant int64) int {
	return pick(categoryTotals, fraction(mix(uint64(market)<<40^uint64(merchant)+golden)))
}

var categoryTotals = running(func() []float64 {
	var weights []float64
	for _, c := range categories {
		weights = append(weights, c.weight)
	}
	return weights
}())
