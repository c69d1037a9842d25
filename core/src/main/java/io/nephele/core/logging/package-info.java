/** How the program says what went wrong. */
package io.nephele.core.logging;
