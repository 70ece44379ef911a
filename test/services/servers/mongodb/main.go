// A server of MongoDB's wire protocol for tests: FerretDB over SQLite, in a folder.
//
//	mongodb-for-tests ADDRESS FOLDER
//
// MongoDB changes a document in one step; FerretDB 1.x reads it and then writes it, and others may come between. So
// that the promise holds which Castline builds on, commands pass through here one at a time, each to its answer.
package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"

	"github.com/FerretDB/FerretDB/ferretdb"
)

const largestMessage = 48 * 1000 * 1000

func main() {
	if err := serve(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(address, folder string) error {
	inner := filepath.Join(folder, "socket")
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{Unix: inner},
		Handler:   "sqlite",
		SQLiteURL: "file:" + folder + "/",
	})
	if err != nil {
		return err
	}
	go func() {
		fmt.Fprintln(os.Stderr, server.Run(context.Background()))
		os.Exit(1)
	}()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	var turn sync.Mutex
	for {
		client, err := listener.Accept()
		if err != nil {
			return err
		}
		go relay(client, inner, &turn)
	}
}

func relay(client net.Conn, inner string, turn *sync.Mutex) {
	defer client.Close()
	server, err := net.Dial("unix", inner)
	if err != nil {
		return
	}
	defer server.Close()
	for {
		request, err := readMessage(client)
		if err != nil {
			return
		}
		turn.Lock()
		answer, err := ask(server, request)
		turn.Unlock()
		if err != nil {
			return
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}

func ask(server net.Conn, request []byte) ([]byte, error) {
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	return readMessage(server)
}

// A message begins with its own length in bytes, little-endian, this number included.
func readMessage(connection net.Conn) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(connection, head[:]); err != nil {
		return nil, err
	}
	length := binary.LittleEndian.Uint32(head[:])
	if length < 16 || length > largestMessage {
		return nil, fmt.Errorf("a message of %d bytes", length)
	}
	message := make([]byte, length)
	copy(message, head[:])
	_, err := io.ReadFull(connection, message[4:])
	return message, err
}
