/**
 * Sandboxes: places where other people's programs run, as far from everything else as the machine
 * allows.
 */
package io.nephele.machine.sandboxes;
