/**
 * The event types about users, campaigns and Canvases, and those after version 10, one a line: type, the keys of `user` (`u` user_id, `x`
 * external_user_id, `d` device_id, `t` timezone, `-` none), then the properties. `CAMP`, `CANV`, `ADV` and `DEV` are groups;
 * `*` marks what is never null; a kind other than text follows a colon. Source: docs/contracts/braze-currents-events.md; the fields of the types
 * since version 10 are not published in full.
 */
export const BEHAVIOUR_TYPES = `
agentconsole.AgentExecuted ux CANV agent_id* agent_name* cache_hit*:bool cache_tokens*:int completion_tokens*:int duration*:int error input invocation_id* invocation_source is_error*:bool llm_owned_by_customer*:bool model_name* model_provider* output prompt_tokens*:int provider_request_id reasoning_tokens*:int request_id* total_tokens*:int
agentconsole.ToolInvocation - agent_id* agent_name* duration*:int invocation_source is_error*:bool request_id tool_arguments* tool_call_id* tool_name*
users.behaviors.CustomEvent uxdt app_group_id ADV DEV app_id custom_properties*:object name*
users.behaviors.InstallAttribution uxd app_group_id source*
users.behaviors.Location uxd app_group_id ADV DEV alt_accuracy:float altitude:float app_id* latitude*:float ll_accuracy:float longitude*:float
users.behaviors.Purchase uxd app_group_id ADV DEV app_id currency* price*:float product_id* purchase_properties*:object
users.behaviors.Uninstall uxd app_group_id app_id*
users.behaviors.app.FirstSession uxdt app_group_id DEV app_id* session_id*
users.behaviors.app.SessionEnd uxd app_group_id DEV app_id* duration:float session_id*
users.behaviors.app.SessionStart uxd app_group_id DEV app_id* session_id*
users.behaviors.liveactivity.PushToStartTokenChange uxd app_group_id activity_attributes_type app_id ios_push_token_apns_gateway:int push_to_start_token push_token_state_change_type
users.behaviors.liveactivity.UpdateTokenChange uxd app_group_id activity_id app_id ios_push_token_apns_gateway:int push_token_state_change_type update_token
users.behaviors.pushnotification.TokenStateChange ux app_group_id app_id ios_push_token_apns_gateway:int platform push_token push_token_created_at:int push_token_device_id push_token_foreground_push_disabled:bool push_token_provisionally_opted_in:bool push_token_state_change_type push_token_updated_at:int time_ms:int web_push_token_public_key web_push_token_user_auth web_push_token_vapid_public_key
users.behaviors.subscription.GlobalStateChange uxt app_group_id CAMP CANV app_id channel channel_identifier email_address send_id state_change_source subscription_status*
users.behaviors.subscriptiongroup.StateChange uxdt app_group_id CAMP CANV app_id channel channel_identifier dispatch_id email_address phone_number send_id state_change_source subscription_group_id* subscription_status*
users.campaigns.Conversion uxdt app_group_id CAMP campaign_id* app_id conversion_behavior conversion_behavior_index:int dispatch_id send_id
users.campaigns.EnrollInControl uxdt app_group_id CAMP campaign_id* app_id dispatch_id send_id
users.canvas.Conversion uxdt app_group_id CANV canvas_id* canvas_variation_id* app_id conversion_behavior conversion_behavior_index:int
users.canvas.Entry uxdt app_group_id CANV canvas_id* canvas_variation_id* in_control_group*:bool
users.canvas.costep.Send ux app_group_id canvas_variation_id channel combination_token* content_optimizer_step_id* dispatch_id
users.canvas.exit.MatchedAudience ux app_group_id CANV canvas_id* canvas_variation_id*
users.canvas.exit.PerformedEvent ux app_group_id CANV canvas_id* canvas_variation_id*
users.canvas.experimentstep.Conversion ux CANV app_id conversion_behavior conversion_behavior_index:int experiment_split_id experiment_split_name experiment_step_id
users.canvas.experimentstep.SplitEntry ux CANV experiment_split_id experiment_split_name experiment_step_id in_control_group*:bool
users.canvasstep.Progression uxd app_group_id CANV canvas_entry_id* exit_reason is_canvas_entry:bool next_step_id progression_type*
contentoptimizer.ComponentStore - app_group_id CANV content_optimizer_step_id
users.canvas.costep.Conversion ux app_group_id CANV content_optimizer_step_id conversion_behavior conversion_behavior_index:int
users.messages.landingpage.Click uxdt app_group_id CAMP CANV landing_page_id url user_agent
users.messages.landingpage.FormSubmission uxdt app_group_id CAMP CANV landing_page_id user_agent
users.messages.landingpage.Impression - app_group_id landing_page_id user_agent
users.messages.survey.Response uxdt app_group_id CAMP CANV answer_long_string survey_id
users.RandomBucketNumberUpdate ux random_bucket_number*:int prev_random_bucket_number:int
users.profile.Update ux app_group_id update_source* time_ms*:int archived:bool first_name last_name email_address gender phone_number dob timezone home_city country language
users.UserDeleteRequest u
users.UserOrphan ux orphaned_by_id* app_id device_id
`;
