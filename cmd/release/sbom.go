package main

import (
	"encoding/json"
	"time"
)

// The words of CycloneDX 1.5, as far as they are used: https://cyclonedx.org/docs/1.5/json.
type (
	bom struct {
		Format     string      `json:"bomFormat"`
		Spec       string      `json:"specVersion"`
		Version    int         `json:"version"`
		Metadata   metadata    `json:"metadata"`
		Components []component `json:"components"`
	}
	metadata struct {
		Timestamp string    `json:"timestamp"`
		Component component `json:"component"`
	}
	component struct {
		Type     string    `json:"type"`
		Ref      string    `json:"bom-ref"`
		Name     string    `json:"name"`
		Version  string    `json:"version"`
		PURL     string    `json:"purl,omitempty"`
		Licences []licence `json:"licenses"`
	}
	licence struct {
		Expression string `json:"expression"`
	}
)

// cycloneDX lists what the binary is made of.
func cycloneDX(version string, parts []part, date time.Time) ([]byte, error) {
	out := bom{Format: "CycloneDX", Spec: "1.5", Version: 1, Components: []component{}, Metadata: metadata{
		Timestamp: date.UTC().Format(time.RFC3339),
		Component: component{Type: "application", Ref: "paystats", Name: "paystats", Version: version, Licences: []licence{{"Apache-2.0"}}},
	}}
	for _, p := range parts {
		out.Components = append(out.Components, component{Type: "library", Ref: p.purl, Name: p.name, Version: p.version, PURL: p.purl, Licences: []licence{{p.licence}}})
	}
	text, err := json.MarshalIndent(out, "", "  ")
	return append(text, '\n'), err
}
