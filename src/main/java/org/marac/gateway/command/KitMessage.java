package org.marac.gateway.command;

import java.nio.file.Path;
import java.util.Optional;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Refused;

/**
 * What a message would say to the gateway, by the agency's own mapping. Asked before anything is sent: what does not say that
 * it is a test would be taken as real.
 *
 * @param mappings where mappings lie
 * @param sender whose message it is
 * @param coordinator who receives it
 */
record KitMessage(Path mappings, AgencyId sender, AgencyId coordinator) {
    boolean isATest(Bytes content, MediaType type, Checklist list) {
        try {
            boolean marked = new Formats(new Mappings(mappings))
                    .understand(
                            new Opened(content, type, Assurance.CHANNEL, Optional.empty(), Optional.empty()),
                            sender,
                            coordinator)
                    .header()
                    .labels()
                    .contains(Label.HTEST);
            if (marked) {
                list.yes("the message can be read here, and says that it is a test");
            } else {
                list.no("the message does not carry the label HTEST", "it would be taken as real, so it was not sent");
            }
            return marked;
        } catch (Refused refused) {
            list.no(
                    "the message cannot be read: " + said(refused.refusal()),
                    "mend the message, or its mapping in " + mappings.resolve(sender.value()));
            return false;
        } catch (Mappings.MappingUnavailable e) {
            list.no(String.valueOf(e.getMessage()), "mend the mapping");
            return false;
        }
    }

    private static String said(Refusal refusal) {
        return refusal.code().code()
                + refusal.reason().map(reason -> ", " + reason).orElse("")
                + refusal.position().map(place -> ", at " + place).orElse("");
    }
}
