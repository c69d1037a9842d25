/** AWS X-Ray: traces of requests through services. */
package io.nephele.services.xray;
