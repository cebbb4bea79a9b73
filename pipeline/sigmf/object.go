package sigmf

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
)

// The package encoding/json takes a name in any case for a field and drops the
// names it does not know. SigMF wants neither, so objects go by way of a map.

// The tag sigmf of a field has its name, then "required" if every object must
// have it, or "always" if one is written even when it is zero, as required ones
// are.

// decodeObject sets the tagged fields of the struct that v points to, and puts
// all other fields of the object into extra; so too those that are stated to be
// what zero stands for, as a frequency of 0 Hz is, lest they be forgotten.
func decodeObject(data []byte, v any, extra *Extra) error {
	var object Extra
	if err := json.Unmarshal(data, &object); err != nil {
		return err
	}
	value := reflect.ValueOf(v).Elem()
	for i := range value.NumField() {
		name, rule, ok := fieldName(value.Type().Field(i))
		raw, present := object[name]
		if ok && !present && rule == "required" {
			return fmt.Errorf("no %s", name)
		}
		if !ok || !present {
			continue
		}
		if err := json.Unmarshal(raw, value.Field(i).Addr().Interface()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if rule != "" || !value.Field(i).IsZero() {
			delete(object, name)
		}
	}
	if len(object) > 0 {
		*extra = object
	}
	return nil
}

// encodeObject returns the object of the tagged fields of a struct, without
// those that are zero and without a rule, and of the extra ones.
func encodeObject(v any, extra Extra) ([]byte, error) {
	object := Extra{}
	maps.Copy(object, extra)
	value := reflect.ValueOf(v)
	for i := range value.NumField() {
		name, rule, ok := fieldName(value.Type().Field(i))
		field := value.Field(i)
		if !ok || field.IsZero() && rule == "" {
			continue
		}
		raw, err := json.Marshal(field.Interface())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if field.Kind() == reflect.Slice && field.IsNil() {
			raw = json.RawMessage("[]")
		}
		object[name] = raw
	}
	return json.Marshal(object)
}

func fieldName(f reflect.StructField) (name, rule string, ok bool) {
	tag, ok := f.Tag.Lookup("sigmf")
	name, rule, _ = strings.Cut(tag, ",")
	return name, rule, ok
}
