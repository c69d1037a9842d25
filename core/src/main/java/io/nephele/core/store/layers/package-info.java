/**
 * Worlds in layers of one store. A world's state is a chain of layers: its own, which takes its
 * writes, over frozen ones that it shares with other worlds. To fork a world is to freeze its layer
 * and to give both worlds new, empty ones over it: a few rows, however much is in the world. All of
 * it is rows of the store beneath, so it works, lasts and is serialisable on every engine.
 */
package io.nephele.core.store.layers;
