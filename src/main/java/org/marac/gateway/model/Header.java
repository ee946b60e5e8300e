package org.marac.gateway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What every message carries, whatever it says.
 *
 * @param id the sender's id of the message
 * @param sender the agency the message says it is from; must be the one the channel proved
 * @param created when the sender made it
 * @param purpose for what
 * @param correlation the sender's id of the conversation or case
 * @param inReplyTo the message it answers or adds to
 * @param emergency whether the sender asks for an emergency MARAC
 * @param labels confidentiality labels
 * @param marking the protective marking as the sender wrote it, for example OFFICIAL-SENSITIVE
 * @param justification why the sender says it may share
 * @param informants who told, and must never be found out
 * @param attachments documents that come with it
 */
public record Header(
        MessageId id,
        AgencyId sender,
        Instant created,
        Purpose purpose,
        Optional<MessageId> correlation,
        Optional<MessageId> inReplyTo,
        boolean emergency,
        List<Label> labels,
        Optional<String> marking,
        Optional<Justification> justification,
        List<Informant> informants,
        List<Attachment> attachments) {
    public Header {
        labels = List.copyOf(labels);
        informants = List.copyOf(informants);
        attachments = List.copyOf(attachments);
    }
}
