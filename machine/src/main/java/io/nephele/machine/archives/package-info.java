/** Archives that users bring: unpacked within bounds, whatever is in them. */
package io.nephele.machine.archives;
