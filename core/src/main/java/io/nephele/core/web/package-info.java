/** What services have to do with HTTP beyond AWS's APIs. */
package io.nephele.core.web;
