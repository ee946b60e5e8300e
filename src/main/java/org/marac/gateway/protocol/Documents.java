package org.marac.gateway.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.protocol.Succession.Lineage;

/** The document people read of a version on the shelf: what its bytes say, and how it stands at a moment. */
final class Documents {
    private final Holding holding;
    private final StandingWords words;
    private final Sheet sheet;
    private final Protocol protocol;
    private final Instant at;

    private Documents(Holding holding, SignerReading signers, Sheet sheet, Protocol protocol, Instant at) {
        this.holding = holding;
        this.words = new StandingWords(signers);
        this.sheet = sheet;
        this.protocol = protocol;
        this.at = at;
    }

    static Optional<String> of(Holding holding, SignerReading signers, ProtocolRef ref, Instant at) {
        for (Sheet sheet : holding.sheets()) {
            Optional<Protocol> protocol =
                    sheet.protocol().filter(found -> found.ref().equals(ref));
            if (protocol.isPresent()) {
                return Optional.of(new Documents(holding, signers, sheet, protocol.get(), at).document());
            }
        }
        return Optional.empty();
    }

    private String document() {
        try {
            JsonNode document = StrictYaml.read(sheet.bytes());
            List<List<String>> rows = new ArrayList<>();
            for (Standing standing : holding.standings(sheet, protocol, at)) {
                protocol.party(standing.agency()).ifPresent(party -> rows.add(row(document, party, standing)));
            }
            return Rendering.of(sheet, status(), rows, at);
        } catch (UnsoundProtocol e) {
            throw new IllegalStateException("What was read once reads again", e);
        }
    }

    private List<String> row(JsonNode document, Party party, Standing standing) {
        Optional<SignerReading.Signer> signer = words.signer(sheet, party.id());
        return List.of(
                party.name(),
                RenderedTables.office(document, party).orElse(""),
                standing.signed() ? "Signed; the signature is valid" : "This party " + StandingWords.of(standing),
                signer.flatMap(SignerReading.Signer::claimed)
                        .map(Rendering::time)
                        .orElse(""),
                signer.map(found -> found.name() + ", SHA-256 "
                                + found.certificate().hex().substring(0, 16) + "\u2026")
                        .orElse(""));
    }

    private String status() {
        Lineage lineage = holding.lineage(at);
        Optional<Flaw> flaw = Optional.ofNullable(lineage.flaws().get(sheet));
        if (flaw.isPresent()) {
            return (flaw.get().signing() ? "Not in force: " : "Cannot come into force: ")
                    + flaw.get().says() + ".";
        }
        if (at.isBefore(protocol.effective())) {
            return "Agreed: the chair and the quorum have signed. It takes effect on "
                    + Rendering.time(protocol.effective()) + ".";
        }
        boolean current = lineage.current().filter(sheet::equals).isPresent();
        if (!current) {
            return "No longer in force: a later version has taken over.";
        }
        return at.isBefore(protocol.expires()) ? "In force." : "Expired: nothing is shared under it.";
    }
}
