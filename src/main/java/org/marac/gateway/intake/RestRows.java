package org.marac.gateway.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Peer;

/** A table at the REST door: several rows, one answer, and in it what became of each. */
public final class RestRows {
    private static final String CSV = "text/csv";

    private final Rows rows;
    private final RestCallers callers;
    private final int maximumBytes;

    /**
     * @param rows takes a table down the main line
     * @param callers who calls
     * @param maximumBytes the largest table taken, as it is after decompression; larger ones are files
     */
    public RestRows(Rows rows, RestCallers callers, int maximumBytes) {
        this.rows = rows;
        this.callers = callers;
        this.maximumBytes = maximumBytes;
    }

    /** Whether the body is one. */
    static boolean isTable(HttpServletRequest request) {
        return Optional.ofNullable(request.getContentType())
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(CSV::equals)
                .isPresent();
    }

    /**
     * Takes one, or its first {@link Rows#MOST_AT_ONCE} rows. A row that comes again is answered as it was, so the whole
     * of it may be sent again.
     */
    RestDoor.Reply take(HttpServletRequest request) throws RestProblem, IOException {
        Digest certificate = PeerCertificate.of(request);
        IdempotencyKey.of(request);
        AgencyId agency = callers.owner(certificate).orElseThrow(RestProblem::stranger);
        Bytes table = table(request);
        ObjectNode body = RestDoor.object();
        ArrayNode answers = body.putArray("rows");
        rows.takeAtMost(
                Rows.MOST_AT_ONCE,
                new Rows.From(Door.REST, new Peer.Certificate(certificate), agency),
                table::stream,
                answer -> answers.add(document(answer)));
        return RestDoor.Reply.json(200, body);
    }

    private Bytes table(HttpServletRequest request) throws RestProblem, IOException {
        try {
            Bytes table = HttpBody.decoded(request, maximumBytes);
            if (table.size() > maximumBytes) {
                throw RestProblem.of(413, "too-large", "A table of this size is sent as a file.");
            }
            return table;
        } catch (HttpBody.Unread unread) {
            throw RestProblem.of(unread);
        }
    }

    private static ObjectNode document(RowAnswer answer) {
        ObjectNode row = RestDoor.object();
        row.put("row", answer.row());
        row.put("outcome", answer.outcome());
        row.put("repeated", answer.repeated());
        answer.code().ifPresent(code -> row.put("code", code));
        answer.reason().ifPresent(reason -> row.put("reason", reason));
        if (!answer.places().isEmpty()) {
            ArrayNode places = row.putArray("places");
            answer.places().forEach(places::add);
        }
        answer.logIndex().ifPresent(index -> row.put("logIndex", index));
        answer.receipt()
                .ifPresent(receipt -> row.put("receipt", Base64.getEncoder().encodeToString(receipt.toArray())));
        return row;
    }
}
