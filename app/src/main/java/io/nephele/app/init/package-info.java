/** Scripts that run when the program boots, starts, is ready and stops. */
package io.nephele.app.init;
