import type { again as en } from "../en/again"

export const again: typeof en = {
  justNow: "刚刚",
  paid: (ago) => `你已经付过这笔款：${ago}`,
  underWay: (ago) => `这笔付款你已签名，正在处理：${ago}`,
  signed: (ago) => `你已经签过这笔付款：${ago}`,
  spent: "你已经付过这笔款了",
  text: "没有签署或发送其他交易。确实想再付一次，才需要再次付款。",
  onceText: "没有签署或发送其他交易。这个链接只能支付一次。",
  spentText: "你的第二次签名没有发送，没有重复扣款。",
  amount: (amount, ago) => `这个钱包在这里支付过正好 ${amount} CKB：${ago}`,
  amountText: "如果就是这笔付款，请不要再付。付给了谁，只有付款的钱包自己能在“我的付款”中看到。",
  receipt: "查看收据",
  follow: "查看付款进度",
  payments: "我的付款",
  payAgain: "再付一次",
}
