package org.marac.gateway.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/**
 * The mailbox at the REST door, for agencies that can only call out. What waits stays until the agency says that it has
 * exactly these bytes; only an agency that has signed the version in force, and has not withdrawn since, sees anything.
 */
public final class RestMailbox {
    private static final int MOST = 100;
    private static final int SMALL = 1024;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Mailbox mailbox;
    private final RestCallers callers;

    /**
     * @param mailbox what waits
     * @param callers who calls
     */
    public RestMailbox(Mailbox mailbox, RestCallers callers) {
        this.mailbox = mailbox;
        this.callers = callers;
    }

    RestDoor.Reply list(HttpServletRequest request) throws RestProblem {
        ObjectNode body = RestDoor.object();
        ArrayNode items = body.putArray("items");
        for (Mailbox.Item item : mailbox.waiting(caller(request), MOST)) {
            items.addObject()
                    .put("number", item.number())
                    .put("sha256", item.sha256().hex())
                    .put("bytes", item.bytes())
                    .put("since", item.since().toString());
        }
        return RestDoor.Reply.json(200, body);
    }

    RestDoor.Reply open(HttpServletRequest request, String number) throws RestProblem {
        Bytes sealed = mailbox.open(caller(request), Long.parseLong(number)).orElseThrow(RestProblem::notFound);
        return RestDoor.Reply.cms(sealed);
    }

    RestDoor.Reply acknowledge(HttpServletRequest request, String number) throws RestProblem, IOException {
        AgencyId agency = caller(request);
        if (!mailbox.acknowledge(agency, Long.parseLong(number), digest(request))) {
            throw RestProblem.of(409, "not-waiting", "Nothing with this number and these bytes waits for the agency.");
        }
        return RestDoor.Reply.json(200, RestDoor.object().put("acknowledged", Long.parseLong(number)));
    }

    private AgencyId caller(HttpServletRequest request) throws RestProblem {
        return callers.recipient(PeerCertificate.of(request))
                .orElseThrow(() -> RestProblem.of(
                        403, "no-mailbox", "The protocol in force gives this certificate's agency no mailbox here."));
    }

    /** The one field of the body: {@code {"sha256": "<64 hex digits>"}}. */
    private static Digest digest(HttpServletRequest request) throws RestProblem, IOException {
        try {
            JsonNode body = JSON.readTree(HttpBody.plain(request, SMALL).toArray());
            String hex =
                    body == null || body.size() != 1 ? "" : body.path("sha256").asText();
            return Digest.parse(hex);
        } catch (HttpBody.Unread unread) {
            throw RestProblem.of(unread);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw RestProblem.of(
                    400, "malformed", "The body says in sha256, and in nothing else, which bytes were taken.");
        }
    }
}
