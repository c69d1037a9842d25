/** Time to live: items that are deleted when their time is over. */
package io.nephele.services.dynamodb.timetolive;
