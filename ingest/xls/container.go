package xls

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/richardlehane/mscfb"
)

// containerMagic is what an OLE 2 container starts with.
const containerMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// bookStream returns the records of a workbook: the stream Workbook or Book of a
// container, or the file itself.
func bookStream(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\x09\x08")):
		return data, nil
	case len(data) > 4 && data[0] == 9 && (data[1] == 0 || data[1] == 2 || data[1] == 4) && data[3] == 0:
		return nil, ErrTooOld
	case !bytes.HasPrefix(data, []byte(containerMagic)):
		return nil, ErrNoWorkbook
	}
	return fromContainer(data)
}

// fromContainer reads the stream out of a container.
//
// Note: the library is not made for hostile files; a panic of it is a broken file.
func fromContainer(data []byte) (stream []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			stream, err = nil, fmt.Errorf("the container of the workbook is broken: %v", p)
		}
	}()
	if err := checkHeader(data); err != nil {
		return nil, err
	}
	container, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("the container of the workbook is broken: %w", err)
	}
	for _, f := range container.File {
		switch f.Name {
		case "EncryptedPackage", "EncryptionInfo":
			return nil, ErrPassword
		case "Workbook", "WORKBOOK", "Book", "BOOK":
			if len(f.Path) > 0 || stream != nil && f.Name[0] == 'B' {
				continue // of an embedded document, or the copy for Excel 5 beside a newer one
			}
			if f.Size > int64(len(data)) {
				return nil, errCut
			}
			if stream, err = readStream(f); err != nil {
				return nil, err
			}
		}
	}
	if stream == nil {
		return nil, fmt.Errorf("%w: it is another document of its program", ErrNoWorkbook)
	}
	return stream, nil
}

// checkHeader refuses counts of sectors that the file cannot have: the library would
// reserve memory for them.
func checkHeader(data []byte) error {
	const size = 512
	if len(data) < size {
		return errCut
	}
	most := uint32(len(data)/size + 1)
	for _, at := range []int{0x28, 0x2c, 0x40, 0x48} { // of the directory, FAT, mini FAT and double FAT
		if n := binary.LittleEndian.Uint32(data[at:]); n > most {
			return fmt.Errorf("the container of the workbook is broken: it claims %d sectors, and has %d", n, most-1)
		}
	}
	return nil
}

// readStream reads a stream, piece by piece: what the library does for one read grows with
// the square of its size.
func readStream(f *mscfb.File) ([]byte, error) {
	stream, piece := make([]byte, 0, f.Size), make([]byte, 64<<10)
	for int64(len(stream)) < f.Size {
		n, err := f.Read(piece)
		stream = append(stream, piece[:n]...)
		switch {
		case errors.Is(err, io.EOF) && int64(len(stream)) == f.Size:
			return stream, nil
		case err != nil:
			return nil, fmt.Errorf("%w: %w", errCut, err)
		case n == 0:
			return nil, errCut
		}
	}
	return stream, nil
}
