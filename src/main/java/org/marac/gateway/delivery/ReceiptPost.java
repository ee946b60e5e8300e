package org.marac.gateway.delivery;

import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.marac.gateway.model.Bytes;

/** Receipts that are given later than the message came: put where the agency takes its others from. */
public final class ReceiptPost {
    private final ProducerTemplate routes;

    /** @param routes over which the broker is reached */
    public ReceiptPost(ProducerTemplate routes) {
        this.routes = routes;
    }

    /**
     * Puts a receipt there; durable when this returns. The broker drops a second copy.
     *
     * @param address the agency's receipts address
     * @param receipt CMS SignedData, DER
     * @throws org.apache.camel.CamelExecutionException the broker does not take it
     */
    public void post(String address, Bytes receipt) {
        routes.sendBodyAndHeaders(
                "jms:queue:" + address + "?jmsMessageType=Bytes&transacted=false",
                receipt.toArray(),
                Map.of("_AMQ_DUPL_ID", receipt.digest().hex(), "JMS_AMQP_ContentType", "application/pkcs7-mime"));
    }
}
