/** Runs other people's programs: sandboxes, their limits, and what they write. */
package io.nephele.machine;
