/** Keeps secrets out of the files of a store: rows that are encrypted under one root key. */
package io.nephele.core.secrets;
