/** The event types about messages, in the form of `BEHAVIOUR_TYPES`. Source: docs/contracts/braze-currents-events.md#messages. */
export const MESSAGE_TYPES = `
users.messages.banner.Abort uxdt app_group_id CAMP CANV ADV DEV abort_log abort_type app_id banner_placement_id browser canvas_step_message_variation_api_id
users.messages.banner.Click uxdt app_group_id CAMP CANV ADV DEV app_id banner_placement_id browser button_id canvas_step_message_variation_api_id
users.messages.banner.Dismiss uxdt app_group_id CAMP CANV ADV DEV app_id banner_placement_id browser button_id canvas_step_message_variation_api_id carrier country gender language resolution sdk_version
users.messages.banner.Impression uxdt app_group_id CAMP CANV ADV DEV app_id banner_placement_id browser canvas_step_message_variation_api_id
users.messages.contentcard.Abort uxdt app_group_id CAMP CANV abort_log abort_type dispatch_id send_id
users.messages.contentcard.Click uxdt app_group_id CAMP CANV ADV DEV app_id* content_card_id* dispatch_id send_id
users.messages.contentcard.Dismiss uxdt app_group_id CAMP CANV ADV DEV app_id* content_card_id* dispatch_id send_id
users.messages.contentcard.Impression uxdt app_group_id CAMP CANV ADV DEV app_id* content_card_id* dispatch_id send_id
users.messages.contentcard.Send uxdt app_group_id CAMP CANV content_card_id* dispatch_id message_extras send_id
users.messages.email.Abort uxdt app_group_id CAMP CANV abort_log abort_type dispatch_id email_address* ip_pool send_id
users.messages.email.Bounce uxdt app_group_id CAMP CANV bounce_reason dispatch_id email_address* esp from_domain ip_pool is_drop:bool send_id sending_ip
users.messages.email.Click uxdt app_group_id CAMP CANV browser device_class device_model device_os dispatch_id email_address* esp from_domain ip_pool is_amp:bool is_suspected_bot_click:bool link_alias link_id mailbox_provider send_id suspected_bot_click_reason:list url user_agent
users.messages.email.Deferral uxt app_group_id CAMP CANV attempt_count:int deferral_reason dispatch_id email_address* esp from_domain ip_pool recipient_domain send_id sending_ip
users.messages.email.Delivery uxdt app_group_id CAMP CANV dispatch_id email_address* esp from_domain ip_pool send_id sending_ip
users.messages.email.MarkAsSpam uxdt app_group_id CAMP CANV dispatch_id email_address* esp from_domain ip_pool send_id user_agent
users.messages.email.Open uxdt app_group_id CAMP CANV browser device_class device_model device_os dispatch_id email_address* esp from_domain ip_pool is_amp:bool machine_open mailbox_provider send_id user_agent
users.messages.email.Retry uxdt app_group_id CAMP CANV dispatch_id email_address* ip_pool retry_log retry_type send_id
users.messages.email.Send uxdt app_group_id CAMP CANV dispatch_id email_address* ip_pool message_extras send_id
users.messages.email.SoftBounce uxdt app_group_id CAMP CANV bounce_reason dispatch_id email_address* esp from_domain ip_pool send_id sending_ip
users.messages.email.Unsubscribe uxdt app_group_id CAMP CANV dispatch_id email_address* ip_pool send_id
users.messages.featureflag.Impression uxdt app_group_id CAMP CANV DEV app_id browser feature_flag_id_name
users.messages.inappmessage.Abort uxdt app_group_id CAMP CANV ADV DEV abort_log abort_type app_id card_id dispatch_id send_id
users.messages.inappmessage.Click uxdt app_group_id CAMP CANV ADV DEV app_id* button_id card_id dispatch_id send_id
users.messages.inappmessage.Impression uxdt app_group_id CAMP CANV ADV DEV app_id* card_id dispatch_id locale_key message_extras send_id
users.messages.line.Abort uxdt app_group_id abort_log abort_type campaign_id campaign_name canvas_id canvas_step_id canvas_step_name canvas_variation_id dispatch_id line_channel_id* line_channel_name* message_variation_id native_line_id* send_id subscription_group_id
users.messages.line.Click uxdt app_group_id campaign_id campaign_name canvas_id canvas_step_id canvas_step_name canvas_variation_id dispatch_id is_suspected_bot_click:bool line_channel_id* line_channel_name* message_variation_id native_line_id* send_id short_url* subscription_group_id url* user_agent
users.messages.line.InboundReceive uxdt app_group_id campaign_id campaign_name canvas_id canvas_step_id canvas_step_name canvas_variation_id dispatch_id line_channel_id* line_channel_name* media_id message_body message_variation_id native_line_id* send_id subscription_group_id
users.messages.line.Retry uxdt app_group_id campaign_id campaign_name canvas_id canvas_step_id canvas_step_name canvas_variation_id dispatch_id line_channel_id line_channel_name message_variation_id native_line_id retry_log retry_type send_id subscription_group_id
users.messages.line.Send uxdt app_group_id campaign_id campaign_name canvas_id canvas_step_id canvas_step_name canvas_variation_id dispatch_id line_channel_id* line_channel_name* message_extras message_variation_id native_line_id* send_id subscription_group_id
users.messages.liveactivity.Outcome ux app_group_id activity_attributes_type activity_id app_id live_activity_event_outcome live_activity_event_type push_to_start_token update_token
users.messages.liveactivity.Send ux app_group_id activity_attributes_type activity_id app_id live_activity_event_type push_to_start_token update_token
users.messages.newsfeedcard.Abort uxdt app_group_id DEV abort_log abort_type app_id card_id
users.messages.newsfeedcard.Click uxdt DEV app_id card_id
users.messages.newsfeedcard.Impression uxdt DEV app_id card_id
users.messages.pushnotification.Abort uxdt app_group_id CAMP CANV abort_log abort_type app_id dispatch_id platform* send_id
users.messages.pushnotification.Bounce uxdt app_group_id CAMP CANV ADV app_id* dispatch_id platform push_token send_id
users.messages.pushnotification.IosForeground uxdt app_group_id CAMP CANV ADV DEV platform* app_id* dispatch_id send_id
users.messages.pushnotification.Open uxdt app_group_id CAMP CANV ADV DEV app_id* button_action_type button_string dispatch_id send_id
users.messages.pushnotification.Retry uxdt app_group_id CAMP CANV app_id dispatch_id platform* retry_log retry_type send_id
users.messages.pushnotification.Send uxdt app_group_id CAMP CANV ADV app_id* dispatch_id locale_key message_extras platform* push_token send_id
users.messages.rcs.Abort ux app_group_id CAMP CANV abort_log abort_type subscription_group_id
users.messages.rcs.Click uxd app_group_id CAMP CANV element_label element_type interaction_type* is_suspected_bot_click:bool send_id short_url subscription_group_id suspected_bot_click_reason:list url user_agent user_phone_number
users.messages.rcs.Delivery uxd app_group_id CAMP CANV dispatch_id from_rcs_sender send_id subscription_group_id to_phone_number*
users.messages.rcs.InboundReceive ux app_group_id CAMP CANV action* media_urls:list message_body* send_id subscription_group_id to_rcs_sender* user_phone_number*
users.messages.rcs.Read ux app_group_id CAMP CANV to_phone_number*
users.messages.rcs.Rejection uxd app_group_id CAMP CANV dispatch_id error from_rcs_sender is_sms_fallback:bool provider_error_code send_id subscription_group_id to_phone_number*
users.messages.rcs.Send uxd app_group_id CAMP CANV category dispatch_id from_rcs_sender message_extras send_id subscription_group_id to_phone_number*
users.messages.sms.Abort ux app_group_id CAMP CANV abort_log abort_type subscription_group_id
users.messages.sms.CarrierSend uxdt app_group_id CAMP CANV dispatch_id from_phone_number send_id subscription_group_id to_phone_number
users.messages.sms.Delivery uxdt app_group_id CAMP CANV dispatch_id from_phone_number is_sms_fallback:bool send_id subscription_group_id to_phone_number
users.messages.sms.DeliveryFailure uxdt app_group_id CAMP CANV dispatch_id error is_sms_fallback:bool provider_error_code send_id subscription_group_id to_phone_number
users.messages.sms.InboundReceive ux app_group_id CAMP CANV action* inbound_phone_number* media_urls:list message_body* subscription_group_id user_phone_number*
users.messages.sms.Rejection uxdt app_group_id CAMP CANV dispatch_id error from_phone_number is_sms_fallback:bool provider_error_code send_id subscription_group_id to_phone_number
users.messages.sms.Retry ux app_group_id CAMP CANV retry_log retry_type subscription_group_id
users.messages.sms.Send uxdt app_group_id CAMP CANV category dispatch_id message_extras send_id subscription_group_id to_phone_number
users.messages.sms.ShortLinkClick uxdt app_group_id CAMP CANV is_suspected_bot_click:bool short_url* suspected_bot_click_reason:list url* user_agent user_phone_number
users.messages.webhook.Abort uxdt app_group_id CAMP CANV abort_log abort_type dispatch_id send_id
users.messages.webhook.Failure ux app_group_id CAMP CANV content_length:int dispatch_id endpoint_url host http_status_code:int is_terminal:bool raw_response retry_count:int send_id url_path webhook_duration:int webhook_failure_source
users.messages.webhook.Retry uxdt app_group_id CAMP CANV dispatch_id retry_log retry_type send_id
users.messages.webhook.Send uxdt app_group_id CAMP CANV dispatch_id message_extras send_id
users.messages.whatsapp.Abort uxdt app_group_id CAMP CANV abort_log abort_type bsuid dispatch_id subscription_group_id to_phone_number
users.messages.whatsapp.Click uxdt app_group_id CAMP CANV short_url* url* user_agent user_phone_number
users.messages.whatsapp.Delivery uxdt app_group_id CAMP CANV bsuid dispatch_id flow_id from_phone_number* message_id send_id subscription_group_id template_name to_phone_number
users.messages.whatsapp.Failure uxdt app_group_id CAMP CANV bsuid dispatch_id flow_id from_phone_number* message_id provider_error_code* provider_error_title* send_id subscription_group_id template_name to_phone_number
users.messages.whatsapp.InboundReceive uxdt app_group_id CAMP CANV action* bsuid catalog_id flow_id flow_response_json in_reply_to inbound_phone_number* media_urls:list message_body message_id product_id quick_reply_text subscription_group_id user_phone_number
users.messages.whatsapp.Read uxdt app_group_id CAMP CANV bsuid dispatch_id flow_id from_phone_number* message_id send_id subscription_group_id template_name to_phone_number
users.messages.whatsapp.Retry uxdt app_group_id CAMP CANV bsuid dispatch_id retry_log retry_type subscription_group_id to_phone_number
users.messages.whatsapp.Send uxdt app_group_id CAMP CANV bsuid dispatch_id flow_id from_phone_number* message_extras message_id send_id subscription_group_id template_name to_phone_number
`;
