package ingest

import (
	"strings"

	"paystats/data/obs"
)

// foreignStatus is a status of another list that ours lacks.
type foreignStatus struct {
	as      obs.Status // the nearest that says no more than is known
	meaning string
}

// foreignStatuses are the codes of SDMX's CL_OBS_STATUS that ours lacks, in capitals, and
// those of Eurostat's OBS_FLAG, in small letters. What they mean goes into the note.
var foreignStatuses = map[string]foreignStatus{
	"D": {obs.Normal, "definition differs"},
	"G": {obs.Provisional, "experimental value"},
	"H": {obs.Missing, "holiday or weekend"},
	"I": {obs.Estimated, "imputed value"},
	"J": {obs.Normal, "derogation"},
	"K": {obs.Missing, "included in another category"},
	"L": {obs.Missing, "exists but was not collected"},
	"N": {obs.Normal, "not significant"},
	"O": {obs.Missing, "missing value"},
	"Q": {obs.Missing, "suppressed"},
	"S": {obs.Normal, "strike or other special event"},
	"U": {obs.Estimated, "low reliability"},
	"V": {obs.Provisional, "not validated"},
	"W": {obs.Normal, "includes another category"},

	"b": {obs.Break, "break in time series"},
	"c": {obs.Missing, "confidential"},
	"d": {obs.Normal, "definition differs"},
	"e": {obs.Estimated, "estimated"},
	"f": {obs.Forecast, "forecast"},
	"n": {obs.Normal, "not significant"},
	"p": {obs.Provisional, "provisional"},
	"r": {obs.Normal, "revised"},
	"s": {obs.Estimated, "estimate of the agency"},
	"u": {obs.Estimated, "low reliability"},
	"z": {obs.Missing, "not applicable"},
}

// severity orders statuses for a cell that has several letters (bp): the first of them counts.
var severity = []obs.Status{obs.Missing, obs.Break, obs.Forecast, obs.Estimated, obs.Provisional, obs.Normal}

// statusOf returns the status that a text of other lists stands for, and what it says.
func statusOf(text string) (status obs.Status, meaning string, ok bool) {
	rank := len(severity)
	for _, letter := range strings.ReplaceAll(text, " ", "") {
		found, ok := foreignStatuses[string(letter)]
		if !ok {
			return "", "", false
		}
		for i, s := range severity[:rank] {
			if s == found.as {
				rank, status = i, s
			}
		}
		meaning = joined(meaning, found.meaning)
	}
	return status, meaning, status != ""
}
