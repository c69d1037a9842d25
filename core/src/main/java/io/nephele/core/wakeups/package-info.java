/** Timers that fire when something arrives, in place of looking again and again. */
package io.nephele.core.wakeups;
