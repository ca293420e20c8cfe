package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

type stockLevel struct {
	SKU       string    `json:"sku"`
	Available int       `json:"available"`
	UpdatedAt time.Time `json:"updated_at"`
}

func (s *store) handleStock(w http.ResponseWriter, r *http.Request) {
	sku := r.PathValue("sku")
	level, err := s.lookup(r.Context(), sku)
	switch {
	case errors.Is(err, errNotFound):
		http.Error(w, "no such article", http.StatusNotFound)
		return
	case err != nil:
		slog.Error("lookup failed", "sku", sku, "err", err)
		http.Error(w, "try again later", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(level); err != nil {
		slog.Warn("client went away", "err", err)
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: ":8080", ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.ListenAndServe() }()
	<-ctx.Done()
}
