package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Transfer;

/**
 * What does it say? Bytes in any format the gateway reads become the canonical message, and the canonical message becomes bytes.
 * Safe to share between threads.
 */
public final class Formats {
    private final Canonical canonical;
    private final Fhir fhir;
    private final Labels labels;
    private final Mappings mappings;

    /**
     * Compiles the published schema and readies the FHIR parser; takes about a second, so make one.
     *
     * @param mappings how agencies' own documents are read
     */
    public Formats(Mappings mappings) {
        this.mappings = mappings;
        this.canonical = new Canonical();
        this.fhir = new Fhir();
        this.labels = new Labels(canonical);
    }

    /**
     * Reads what was inside.
     *
     * @param sender the agency the channel, or the seal, proved
     * @param self the coordinator's agency, to which a message that names its receiver must be addressed
     * @throws Refused {@code UNREADABLE}, {@code INVALID}, {@code UNSUPPORTED} or {@code NOT_FOR_US}; never with content of the message
     * @throws Mappings.MappingUnavailable where the sender has a mapping for this that cannot be used
     */
    public Message understand(Opened opened, AgencyId sender, AgencyId self) throws Refused {
        Message message = switch (opened.type()) {
            case CANONICAL -> canonical.read(opened.content());
            case FHIR_JSON, FHIR_XML -> fhir.read(opened, sender, self);
            case HL7 -> Hl7.read(opened.content(), sender, self);
            case XML -> canonical.read(mapping(sender, XmlMapping.KIND).canonical(opened.content(), sender));
            case JSON -> canonical.read(mapping(sender, JsonMapping.KIND).canonical(opened.content(), sender));
            case ROW -> canonical.read(rows(sender, opened.content()).canonical(opened.content(), sender));
            case CMS -> throw new IllegalStateException("What is opened is never still sealed");
        };
        if (!message.header().sender().equals(sender)) {
            throw Refusals.invalid("sender-is-not-the-peer", "/header/sender");
        }
        Markings.check(message.header());
        Documents.check(message.header());
        if (opened.type() != MediaType.CANONICAL) {
            canonical.check(message);
        }
        return evaluated(message);
    }

    /**
     * Everything that cannot be read in a row or a form, in the order of its columns; never what a cell says.
     *
     * @throws Refused where it is no row
     */
    public List<RowMapping.Problem> problems(AgencyId sender, Bytes row) throws Refused {
        return rows(sender, row).problems(row);
    }

    /**
     * What a row shares with every other that may be about one of its people, or that has its id.
     *
     * @throws Refused where it is no row
     */
    public Set<String> kin(AgencyId sender, Bytes row) throws Refused {
        return rows(sender, row).kin(row);
    }

    private RowMapping rows(AgencyId sender, Bytes row) throws Refused {
        if (RowJson.read(row).containsKey(RowJson.FORM)) {
            return mapping(sender, FormMapping.KIND).mapping();
        }
        return mappings.of(sender, RowSheet.KIND).map(RowSheet::mapping).orElse(RowMapping.SHIPPED);
    }

    /**
     * A canonical view in the XML of the agency it is for; empty where the agency has no stylesheet for that, and gets the
     * canonical form. To be asked only after the view was checked: it is the canonical form that can be.
     *
     * @throws OwnFormFailed where the stylesheet makes nothing of it
     * @throws Mappings.MappingUnavailable where the agency's mapping cannot be used
     */
    public Optional<Bytes> own(AgencyId recipient, Bytes view) {
        return mappings.of(recipient, XmlMapping.KIND).flatMap(mapping -> mapping.own(view));
    }

    /**
     * A disclosure, or a notice of the gateway's own, as a FHIR message with the sealed message in it. To be asked only after the
     * view was checked.
     *
     * @param envelope what was sealed, its content in the canonical form or a notice
     * @param sealed the sealed bytes
     * @param inClear whether what it says stands there beside the sealed bytes; otherwise it is within them alone
     */
    public Bytes fhir(Envelope envelope, AgencyId recipient, Bytes sealed, boolean inClear) {
        return fhir.out().message(envelope, recipient, sealed, inClear);
    }

    /**
     * A disclosure, or a notice of the gateway's own, as an HL7 v2.5.1 message that carries it sealed as well. To be asked only
     * after the view was checked.
     *
     * @param envelope what is sealed, its content a canonical view, or a notice
     * @param sealed the same, sealed for the recipient
     * @param clear whether the message says what the view says; otherwise only what an engine needs to pass it on
     * @throws IllegalArgumentException where the content is neither; it is our own, so nobody is refused
     */
    public Bytes hl7(Envelope envelope, Bytes sealed, boolean clear) {
        try {
            JsonNode content = Json.tree(Json.text(envelope.content()));
            return envelope.contentType().equals(MediaType.NOTICE)
                    ? Hl7Out.answer(envelope, sealed, content)
                    : Hl7Out.write(envelope, sealed, content, clear);
        } catch (Refused e) {
            throw new IllegalArgumentException("Not a canonical document", e);
        }
    }

    /**
     * What an agency did to its own records of people (HL7 v2 ADT^A40, A47, A37); empty of everything that is a message.
     *
     * @param self the coordinator's agency
     * @throws Refused as {@link #understand} does
     */
    public Optional<IdentityChange> identityChange(Opened opened, AgencyId self) throws Refused {
        return opened.type() == MediaType.HL7 ? Hl7.identityChange(opened.content(), self) : Optional.empty();
    }

    /**
     * What an agency's system answers to something it was sent (FHIR {@code servicerequest-response}); empty of everything that
     * is a message.
     *
     * @param self the coordinator's agency
     * @throws Refused as {@link #understand} does
     */
    public Optional<PartnerAnswer> answer(Opened opened, AgencyId sender, AgencyId self) throws Refused {
        return switch (opened.type()) {
            case FHIR_JSON, FHIR_XML -> fhir.answer(opened, sender, self);
            default -> Optional.empty();
        };
    }

    private <M> M mapping(AgencyId sender, Mappings.Kind<M> kind) throws Refused {
        return mappings.of(sender, kind).orElseThrow(() -> Refusals.unsupported("no-mapping"));
    }

    private static Message evaluated(Message message) throws Refused {
        if (message instanceof Information information) {
            return Evaluations.read(information, Place.TOP);
        }
        if (message instanceof Transfer transfer) {
            return transfer.with(Evaluations.read(transfer.items(), Place.TOP), transfer.kept());
        }
        if (!(message instanceof Correction correction)) {
            return message;
        }
        if (correction
                .withdrawal()
                .filter(why -> why.reason() == Correction.Reason.CORRECTED)
                .isPresent()) {
            throw Refusals.invalid("not-in-list", "/withdrawal/reason");
        }
        return correction.content().orElse(correction) instanceof Information information
                ? new Correction(
                        correction.header(),
                        correction.corrects(),
                        correction.withdrawal(),
                        Optional.of(Evaluations.read(information, Place.TOP.at("information"))))
                : correction;
    }

    /** The canonical JSON form; the same message always gives the same bytes. */
    public Bytes write(Message message) {
        return canonical.write(message);
    }

    /**
     * Reads the canonical JSON form (JSON Schema {@code message.schema.json}).
     *
     * @throws Refused {@code UNREADABLE}, {@code INVALID} with the place, or {@code UNSUPPORTED}
     */
    public Message read(Bytes canonicalJson) throws Refused {
        return canonical.read(canonicalJson);
    }

    /**
     * What is present in a canonical document: kinds of data, and about whom.
     *
     * @throws IllegalArgumentException where the bytes are none; they are our own, so nobody is refused
     */
    public Set<Material> materials(Bytes canonicalJson) {
        try {
            JsonNode tree = Json.tree(Json.text(canonicalJson));
            MessageKind kind = Canonical.kind(tree);
            Set<Material> found = new HashSet<>();
            Labels.present(tree, canonical.shape(kind), Material.of(DataCategory.ENVELOPE), found);
            return Set.copyOf(found);
        } catch (Refused e) {
            throw new IllegalArgumentException("Not a canonical document", e);
        }
    }

    /** The table of labels. */
    public Labels labels() {
        return labels;
    }

    /** The published JSON Schema of the canonical message, byte for byte. */
    public Bytes schema() {
        return canonical.schema();
    }
}
